/** graphsam in a browser: the library, and what only a page can do. */
export * from './index.ts';
export * from './predict/index.ts';
