import DataLoader from "dataloader";

/** Loads a value by key. Keys requested at the same time are read in one batch, and each key is read once per request. */
export interface BatchLoader<Key, Value> {
  load(key: Key): Promise<Value>;
}

/**
 * Creates a batch loader. The DataLoader is created at the first key, because most requests use only a few of their loaders.
 */
export function batchLoader<Key, Value>(read: (keys: readonly Key[]) => Promise<Value[]>): BatchLoader<Key, Value> {
  let loader: DataLoader<Key, Value> | undefined;
  return {
    load(key) {
      loader ??= new DataLoader(read);
      return loader.load(key);
    },
  };
}
