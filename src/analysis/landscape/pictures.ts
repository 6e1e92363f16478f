/** All pictures of a landscape by file name. */
import type { LandscapeFile } from './landscape-file.ts';

export interface Picture {
  readonly name: string;
  readonly svg: string;
}

export function landscapePictures(_file: LandscapeFile): Picture[] {
  return [];
}
