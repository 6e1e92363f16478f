/** A place to drop files, with a button that opens the system's dialogue. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { TableFile } from '../../engine/protocol.ts';

interface FileDropProps {
  readonly button: string;
  readonly accept: string;
  readonly several?: boolean;
  readonly onFiles: (files: readonly TableFile[]) => void;
  readonly children?: ComponentChildren;
}

export function FileDrop({ button, accept, several, onFiles, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null | undefined): void => {
    const files = [...(list ?? [])].map((file) => ({ name: file.name, content: file }));
    if (files.length > 0) onFiles(several ? files : files.slice(0, 1));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button within does the same
    <div
      class="drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      {children}
      <button type="button" onClick={() => input.current?.click()}>
        {button}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={several}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file again is news, too.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
