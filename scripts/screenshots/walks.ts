/** The ways through the page on which pictures are taken, by name. */
import type { Site } from '../../test/web/open-site.ts';
import type { Camera } from './camera.ts';
import { data } from './data.ts';
import { predict } from './predict.ts';
import { severalTargets, train } from './train.ts';
import { interruptions, missing } from './troubles.ts';

export const walks: Readonly<Record<string, (site: Site, camera: Camera) => Promise<void>>> = {
  data,
  train,
  targets: severalTargets,
  predict,
  interruptions,
  missing,
};

/** Trainings last longer than the compiler takes. */
export const launchedWithCompiler = { optimizing: true } as const;
