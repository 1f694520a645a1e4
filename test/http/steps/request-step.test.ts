import fastify from "fastify";
import { connectSteps, type RequestStep } from "../../../src/http/steps/request-step.js";

describe("connectSteps", () => {
  /** Answers a request with these steps. */
  async function answer(...steps: RequestStep[]) {
    const app = fastify();
    app.get("/", connectSteps(steps));
    const { statusCode, body } = await app.inject({ url: "/" });
    await app.close();
    return { statusCode, body };
  }

  const wrap =
    (name: string): RequestStep =>
    async (request, reply, next) =>
      `${name}(${await next(request, reply)})`;

  it("runs the steps in order, each one around the steps after it", async () => {
    const { body } = await answer(wrap("a"), wrap("b"), async () => "c");
    expect(body).toBe("a(b(c))");
  });

  it("runs no step after the one that answers", async () => {
    const later = jest.fn<ReturnType<RequestStep>, Parameters<RequestStep>>(async () => "later");
    const { body } = await answer(wrap("a"), async () => "b", later);
    expect(body).toBe("a(b)");
    expect(later).not.toHaveBeenCalled();
  });

  it("passes the error of a step to the steps before it", async () => {
    const recover: RequestStep = (request, reply, next) => next(request, reply).catch(({ message }) => `no ${message}`);
    const fail: RequestStep = async () => {
      throw new Error("answer");
    };
    expect(await answer(recover, wrap("a"), fail)).toEqual({ statusCode: 200, body: "no answer" });
  });

  it("fails when no step answers", async () => {
    const { statusCode, body } = await answer((request, reply, next) => next(request, reply));
    expect(statusCode).toBe(500);
    expect(body).toContain("No step has answered the request.");
  });
});
