import LightRunner from "jest-light-runner";

/** Runs a test file in this process. Returns its result, as Jest's reporters take it. */
export default async function runTestFile({ path, config, globalConfig }) {
  let result;
  // With one worker the runner starts none.
  await new LightRunner({ ...globalConfig, maxWorkers: 1 }).runTests(
    [{ path, context: { config } }],
    undefined,
    async () => {},
    (_, ofFile) => {
      result = ofFile;
    },
    (_, error) => {
      throw error;
    },
  );
  return result;
}
