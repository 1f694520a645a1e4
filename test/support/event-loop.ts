/** The number of turns of the event loop during some work. 0 if the work does not pause. */
export async function turnsDuring(work: () => unknown): Promise<number> {
  let turns = 0;
  let isOver = false;
  const countTurn = () => {
    if (isOver) return;
    turns += 1;
    setImmediate(countTurn);
  };
  setImmediate(countTurn);
  await work();
  isOver = true;
  return turns;
}
