import { useRouter } from 'vue-router';

/** Back to where the person came from; to the list when the window opened here. */
export function useGoBack(list: string): () => void {
  const router = useRouter();
  return () => {
    if (typeof router.options.history.state['back'] === 'string') router.back();
    else void router.push(list);
  };
}
