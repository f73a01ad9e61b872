/** How the page is seen. Views ask when they draw; when it changes, they draw anew. */
export const isNarrow = matchMedia('(max-width: 760px)');
export const isDark = matchMedia('(prefers-color-scheme: dark)');
