import { setFlagsFromString } from "node:v8";

/** How much the heap may grow between two collections, in percent of what was in use after the last. */
const GROWTH = 50;

/**
 * V8 lets a heap grow to several times what is in use before it collects. The M parser leaves many times a definition's size behind,
 * so the host of a large stack would hold hundreds of megabytes of garbage, on agents that have little more.
 */
export const keepHeapSmall = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
