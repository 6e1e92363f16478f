/** What can be done by one click about a table that was refused. */
import { Notice } from '../parts/notice.tsx';
import type { ReadingOffer } from '../state/reading-offers.ts';
import { changeTableOptions } from '../state/table.ts';

export function ReadingOffers({ offers }: { readonly offers: readonly ReadingOffer[] }) {
  return (
    <>
      {offers.map(({ title, text, action, options }, index) => (
        <Notice key={action} kind="offer" {...(title && { title })}>
          {text && <p>{text}</p>}
          <div>
            <button type="button" class={index === 0 ? 'primary' : ''} onClick={() => void changeTableOptions(options)}>
              {action}
            </button>
          </div>
        </Notice>
      ))}
    </>
  );
}
