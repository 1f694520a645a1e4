import DataLoader from "dataloader";

/** Reads what belongs to a key, together with all that is asked for at the same time; each key once in a request. */
export interface Batched<Key, Value> {
  load(key: Key): Promise<Value>;
}

/** Nothing is made before the first key: most requests use few of their loaders. */
export function batched<Key, Value>(read: (keys: readonly Key[]) => Promise<Value[]>): Batched<Key, Value> {
  let loader: DataLoader<Key, Value> | undefined;
  return {
    load(key) {
      loader ??= new DataLoader(read);
      return loader.load(key);
    },
  };
}
