/* The desk's thread that folds logs, to be made one file as the product ships it. */
import '#engine/entry-fold.ts';
