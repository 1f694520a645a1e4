import { useAddress } from "../history/subscription.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { hostileRequests } from "./hostile-requests.js";
import { send } from "./send.js";

describe("a hostile request", () => {
  const server = useTestServer();
  const url = useAddress(server);

  it.each(hostileRequests.map((request) => [request.name, request] as const))(
    "is answered properly: %s",
    async (_name, request) => {
      // A plan executes the query from its third use on.
      for (let time = 1; time <= 5; time += 1) {
        const { status, code, body } = await send({ url: url(), key: adminKey }, request);
        expect({ status, code }).toEqual({ status: request.status, code: request.code });
        expect(JSON.stringify(body)).not.toMatch(/INTERNAL_SERVER_ERROR|at .*\.js:|node_modules/);
      }
      expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      // The server still works normally.
      expect(await server.ask("{ customers { totalCount } }")).toMatchObject({ status: 200 });
    },
  );
});
