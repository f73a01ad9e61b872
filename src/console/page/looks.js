/** How the page is seen. Views ask when they draw; when it changes, they draw anew. */
/** The parts of a view stand below each other. */
export const isStacked = matchMedia('(max-width: 1100px)');
export const isNarrow = matchMedia('(max-width: 760px)');
export const isDark = matchMedia('(prefers-color-scheme: dark)');
