/** A name that came with a file: of any length, in any direction, it stays inside its own box. */
import { Fragment } from 'preact';

export function Name({ children }: { readonly children: string }) {
  return <bdi class="name">{children}</bdi>;
}

interface NamesProps {
  readonly all: readonly string[];
  /** More than these are counted. */
  readonly most?: number;
}

/** Each apart, so that the direction of one does not turn the next. */
export function Names({ all, most = 3 }: NamesProps) {
  return (
    <>
      {all.slice(0, most).map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <Name>{name}</Name>
        </Fragment>
      ))}
      {all.length > most && ` and ${all.length - most} more`}
    </>
  );
}
