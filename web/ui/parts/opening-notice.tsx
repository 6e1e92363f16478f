/** A file that is being opened, or could not be: said in the step where it was given. */
import { type OpenTarget, opening } from '../state/open-file.ts';
import { Notice, ProblemNotice } from './notice.tsx';

export function OpeningNotice({ place }: { readonly place: OpenTarget }) {
  const now = opening.value;
  if (now?.place !== place) return null;
  const name = now.name.length <= 60 ? now.name : `${now.name.slice(0, 59)}…`;
  if (now.problem) return <ProblemNotice title={`${name} cannot be opened`} problem={now.problem} />;
  return (
    <Notice kind="note">
      <p>Opening {name} …</p>
    </Notice>
  );
}
