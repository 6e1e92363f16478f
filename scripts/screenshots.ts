/**
 * npm run screenshots -- FOLDER [WALK...]
 *
 * Pictures of the page in all its states, at three widths and in both themes, for somebody to look at: FOLDER/STATE-THEME-WIDTH.png.
 * Each walk goes through the page as a reader does; without names all are gone.
 */

import { openSite } from '../test/web/open-site.ts';
import { Camera } from './screenshots/camera.ts';
import { launchedWithCompiler, walks } from './screenshots/walks.ts';

const [folder, ...named] = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(walks, name));
if (folder === undefined || unknown.length > 0) {
  console.error(`npm run screenshots -- FOLDER [${Object.keys(walks).join(' | ')}]`);
  process.exit(2);
}
const camera = await Camera.into(folder);
const site = await openSite(launchedWithCompiler);
try {
  for (const [name, walk] of Object.entries(walks)) {
    if (named.length > 0 && !named.includes(name)) continue;
    await walk(site, camera);
    console.log(`${name}: ${camera.taken} pictures so far`);
  }
} finally {
  await site.close();
}
