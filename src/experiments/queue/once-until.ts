/** Every connection tells every attempt; one of them is news. */
export function onceUntil(onTrouble: (error: Error) => void): { tell: (error: Error) => void; over: () => void } {
  let isTold = false;
  return {
    tell: (error) => {
      if (!isTold) onTrouble(error);
      isTold = true;
    },
    over: () => {
      isTold = false;
    },
  };
}
