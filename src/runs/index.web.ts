/** What of runs only a page needs at once: runs packed as zip. Node unpacks them when it meets one (packed-run.node.ts). */
export { baseName, unzipFiles, unzipRun } from './unzip-run.ts';
