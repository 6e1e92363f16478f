export interface Trouble {
  readonly tell: (error: Error) => void;
  readonly over: () => void;
  /** And not over. */
  readonly isTold: () => boolean;
}

/** Every connection tells every attempt; one of them is news. */
export function onceUntil(onTrouble: (error: Error) => void): Trouble {
  let isTold = false;
  return {
    tell: (error) => {
      if (!isTold) onTrouble(error);
      isTold = true;
    },
    over: () => {
      isTold = false;
    },
    isTold: () => isTold,
  };
}
