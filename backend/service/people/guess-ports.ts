import type { RobotChallenge, RobotProof } from '#protocol/records/sign-in.ts';

// What holds guessers up: how often one may try, and a piece of work that a machine must do first.

/** How often somebody has tried in the window that runs. */
export interface RateWindow {
  readonly points: number;
  readonly endsAtMs: number;
}

export interface AddedPoints {
  readonly name: string;
  readonly points: number;
  /** How long a window lasts that begins with them. */
  readonly durationMs: number;
  readonly nowMs: number;
}

/** Keeps the windows. One that is over is as good as none. */
export interface RateWindowStore {
  /** Adds to the window that runs, or begins one; answers with what it is then. */
  add(added: AddedPoints): Promise<RateWindow>;
  remove(name: string): Promise<void>;
}

/**
 * Proof of work of our own making (ALTCHA): nothing is asked of anybody else. `secretHex`
 * signs challenges, so that none has to be kept until it is solved.
 */
export interface RobotCheck {
  challenge(secretHex: string, expiresAtMs: number): Promise<RobotChallenge>;
  /** True when the challenge is ours, unchanged and solved; its term is the caller's to judge. */
  isSolved(secretHex: string, proof: RobotProof): Promise<boolean>;
}
