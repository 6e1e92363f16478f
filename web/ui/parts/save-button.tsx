/** A button that makes a file and gives it to the reader; making it may take a moment or fail. */
import { useState } from 'preact/hooks';
import { describeProblem, type Problem } from '../state/problem.ts';
import { ProblemNotice } from './notice.tsx';
import { saveFile } from './save.ts';

interface SaveButtonProps {
  readonly title: string;
  /** What it is called where the title alone says too little. */
  readonly label?: string;
  readonly fileName: string;
  readonly make: () => Promise<Blob> | Blob;
}

export function SaveButton({ title, label, fileName, make }: SaveButtonProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      saveFile(await make(), fileName);
    } catch (error) {
      setProblem(describeProblem(error));
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" onClick={save} aria-disabled={busy} aria-label={label}>
        {title}
      </button>
      {problem && <ProblemNotice title="The file could not be made" problem={problem} />}
    </>
  );
}
