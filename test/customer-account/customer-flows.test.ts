import { givenCustomer, update } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { givenOrder } from "../order/order.steps.js";
import { useMailServer } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import {
  changePassword,
  confirmEmailChange,
  confirmRegistration,
  register,
  requestEmailChange,
  requestReset,
  resetPassword,
} from "./customer-account.operations.js";
import { accountOptions, customerOf, newPassword, tokenOfLogin } from "./customer-account.steps.js";

const email = "ada@example.com";

describe("a customer", () => {
  const mail = useMailServer();
  const server = useTestServer(accountOptions(mail));
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const prisma = () => server.testDatabase.database.prisma;
  const nobody = () => server.as(null);
  const noMail = async () => expect(await mail.allSent(server.testDatabase.database)).toEqual([]);

  it("signs up, chooses a password behind the link, and gets the orders of the guest", async () => {
    const guest = await givenCustomer(server, { email, firstName: "Guest" });
    await givenOrder(server, { id: "order_1", customerId: guest.id });
    await givenOrder(server, { id: "order_2", email });
    const input = { email: " ADA@Example.com ", firstName: "Ada", phone: "+39 06 1" };
    expect((await nobody().run(register, { input })).customerRegister).toEqual({ accepted: true, userErrors: [] });
    expect(await prisma().customer.count()).toBe(1);
    const { token, link, subject, source } = await mail.nextTo(email);
    expect(subject).toBe("Confirm your email for The Shop");
    expect(link).toBe(`https://shop.example.com/account/confirm?token=${token}`);
    expect(source).not.toContain("+39");
    const { customerRegisterConfirm } = await nobody().run(confirmRegistration, { token, password });
    expect(customerRegisterConfirm.viewer?.customer).toMatchObject({ email, firstName: "Ada", hasAccount: true });
    expect(customerRegisterConfirm.viewer?.customer?.emailVerifiedAt).not.toBeNull();
    expect(customerRegisterConfirm.viewer?.customer?.orders.nodes.map(({ id }) => id).sort()).toEqual([
      "order_1",
      "order_2",
    ]);
    const id = customerRegisterConfirm.viewer?.customer?.id;
    expect(await customerOf(server, customerRegisterConfirm.token)).toBe(id);
    expect(await customerOf(server, await tokenOfLogin(server, email, password))).toBe(id);
    expect(await prisma().customer.findUnique({ where: { id: guest.id } })).toMatchObject({
      firstName: "Guest",
      hasAccount: false,
      ordersClaimedBy: id,
    });
    await noMail();
  });

  it("who signs up with a registered email gets a mail with a link to a new password", async () => {
    const { customer } = await givenCustomerSession(server, { email, firstName: "Ada" });
    const input = { email, firstName: "Mallory" };
    expect((await nobody().run(register, { input })).customerRegister).toEqual({ accepted: true, userErrors: [] });
    const { token, link, subject } = await mail.nextTo(email);
    expect(subject).toBe("You already have an account at The Shop");
    expect(link).toBe(`https://shop.example.com/account/reset?token=${token}`);
    const { customerPasswordReset } = await nobody().run(resetPassword, { token, password: newPassword });
    expect(customerPasswordReset.viewer?.customer).toMatchObject({ id: customer.id, firstName: "Ada" });
    expect((await mail.nextTo(email)).subject).toBe("The password of your account at The Shop has changed");
    await noMail();
  });

  it("whose email somebody else has signed up chooses the password alone, and nobody else is logged in", async () => {
    await nobody().run(register, { input: { email, firstName: "Mallory" } });
    const attacker = await mail.nextTo(email);
    const { customerRegisterConfirm } = await nobody().run(confirmRegistration, { token: attacker.token, password });
    const { id } = customerRegisterConfirm.viewer?.customer ?? { id: "" };
    expect(await prisma().session.count({ where: { customerId: id } })).toBe(1);
    expect(await prisma().linkToken.count()).toBe(0);
    expect(await tokenOfLogin(server, email, newPassword)).toBeNull();
  });

  it("resets a forgotten password, which ends all sessions and proves the email", async () => {
    const { customer, token: session } = await givenCustomerSession(server, { email });
    await givenOrder(server, { id: "order_1", email });
    expect((await nobody().run(requestReset, { email: "ADA@example.com" })).customerPasswordResetRequest).toEqual({
      accepted: true,
      userErrors: [],
    });
    const { token, link } = await mail.nextTo(email);
    expect(link).toBe(`https://shop.example.com/account/reset?token=${token}`);
    const { customerPasswordReset } = await nobody().run(resetPassword, { token, password: newPassword });
    expect(customerPasswordReset.viewer?.customer).toMatchObject({ id: customer.id, email });
    expect(customerPasswordReset.viewer?.customer?.emailVerifiedAt).not.toBeNull();
    expect(customerPasswordReset.viewer?.customer?.orders.nodes).toEqual([{ id: "order_1" }]);
    expect(await customerOf(server, session)).toBe("UNAUTHENTICATED");
    expect(await customerOf(server, customerPasswordReset.token)).toBe(customer.id);
    expect(await tokenOfLogin(server, email, password)).toBeNull();
    expect(await customerOf(server, await tokenOfLogin(server, email, newPassword))).toBe(customer.id);
    expect((await mail.nextTo(email)).subject).toBe("The password of your account at The Shop has changed");
    await noMail();
  });

  it("who is registered without a password gets one by a reset", async () => {
    await prisma().customer.create({ data: { id: "cus_1", email, hasAccount: true } });
    await nobody().run(requestReset, { email });
    const { token } = await mail.nextTo(email);
    const { customerPasswordReset } = await nobody().run(resetPassword, { token, password: newPassword });
    expect(customerPasswordReset.viewer?.customer).toMatchObject({ id: "cus_1" });
    expect(await customerOf(server, await tokenOfLogin(server, email, newPassword))).toBe("cus_1");
  });

  it.each([
    ["unknown", async () => {}],
    ["a guest's", () => givenCustomer(server, { email })],
    [
      "a deleted customer's",
      () => prisma().customer.create({ data: { id: "cus_1", email, hasAccount: true, deletedAt: new Date() } }),
    ],
  ])("whose email is %s gets no mail for a reset, and the same response", async (_what, given) => {
    await given();
    expect((await nobody().run(requestReset, { email })).customerPasswordResetRequest).toEqual({
      accepted: true,
      userErrors: [],
    });
    await noMail();
    expect(await prisma().linkToken.count()).toBe(0);
  });

  it("changes their password, which ends all sessions, starts one, and is told by mail", async () => {
    const { customer, token } = await givenCustomerSession(server, { email });
    const other = await tokenOfLogin(server, email, password);
    const change = { currentPassword: password, newPassword };
    const { customerPasswordChange } = await server.as(token).run(changePassword, change);
    expect(customerPasswordChange.userErrors).toEqual([]);
    expect(await customerOf(server, customerPasswordChange.token)).toBe(customer.id);
    for (const ended of [token, other]) expect(await customerOf(server, ended)).toBe("UNAUTHENTICATED");
    expect((await mail.nextTo(email)).subject).toBe("The password of your account at The Shop has changed");
    expect(await tokenOfLogin(server, email, password)).toBeNull();
    expect(await tokenOfLogin(server, email, newPassword)).not.toBeNull();
  });

  it("changes nothing with a wrong present password or a short new one", async () => {
    const { token } = await givenCustomerSession(server, { email });
    const change = async (currentPassword: string, newPassword: string) =>
      (
        await server.as(token).run(changePassword, { currentPassword, newPassword })
      ).customerPasswordChange.userErrors.map(({ code, path }) => `${code} at ${path.join(".")}`);
    expect(await change("wrong", newPassword)).toEqual(["INVALID_CREDENTIALS at currentPassword"]);
    expect(await change(password, "short")).toEqual(["TOO_SHORT at newPassword"]);
    expect(await change("wrong", "short")).toEqual([
      "TOO_SHORT at newPassword",
      "INVALID_CREDENTIALS at currentPassword",
    ]);
    expect(await customerOf(server, token)).not.toBe("UNAUTHENTICATED");
    expect(await tokenOfLogin(server, email, password)).not.toBeNull();
    await noMail();
  });

  it("who enters a wrong present password several times has to wait, as for logins", async () => {
    const { token } = await givenCustomerSession(server, { email });
    const change = () =>
      server
        .as(token)
        .ask(
          `mutation { customerPasswordChange(currentPassword: "wrong", newPassword: "${newPassword}") { userErrors { code } } }`,
        );
    for (let time = 1; time <= 5; time += 1) expect((await change()).errors).toBeUndefined();
    await server.testDatabase.database.pool.query(
      "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
    );
    expect((await change()).errors?.[0]?.extensions?.code).toBe("RATE_LIMITED");
  });

  it("changes their email by a link to the new address; the former address is told", async () => {
    const { customer, token } = await givenCustomerSession(server, { email });
    const guest = await givenCustomer(server, { email: "new@example.com" });
    await givenOrder(server, { id: "order_1", customerId: guest.id });
    const request = { currentPassword: password, email: "New@example.com" };
    const { customerEmailChangeRequest } = await server.as(token).run(requestEmailChange, request);
    expect(customerEmailChangeRequest).toEqual({ accepted: true, userErrors: [] });
    const received = await mail.nextTo("new@example.com");
    expect(received.link).toBe(`https://shop.example.com/account/confirm-email?token=${received.token}`);
    expect(await prisma().customer.findUnique({ where: { id: customer.id } })).toMatchObject({
      email,
      emailVerifiedAt: null,
    });
    const { customerEmailChangeConfirm } = await nobody().run(confirmEmailChange, { token: received.token });
    expect(customerEmailChangeConfirm.viewer?.customer).toMatchObject({ id: customer.id, email: "new@example.com" });
    expect(customerEmailChangeConfirm.viewer?.customer?.emailVerifiedAt).not.toBeNull();
    expect(customerEmailChangeConfirm.viewer?.customer?.orders.nodes).toEqual([{ id: "order_1" }]);
    expect(await customerOf(server, customerEmailChangeConfirm.token)).toBe(customer.id);
    expect(await customerOf(server, token)).toBe(customer.id);
    const notice = await mail.nextTo(email);
    expect([notice.subject, notice.link]).toEqual(["The email of your account at The Shop has changed", undefined]);
    expect(await tokenOfLogin(server, email, password)).toBeNull();
    expect(await tokenOfLogin(server, "new@example.com", password)).not.toBeNull();
    await noMail();
  });

  it("loses the proof of the email with a new email, whoever writes it", async () => {
    const { customer } = await givenCustomerSession(server, { email });
    const write = (data: object) => prisma().customer.update({ where: { id: customer.id }, data });
    await write({ emailVerifiedAt: new Date() });
    expect(await write({ firstName: "Ada" })).toMatchObject({ emailVerifiedAt: expect.any(Date) });
    expect(await write({ email: "new@example.com" })).toMatchObject({ emailVerifiedAt: null });
  });

  it("proves their present email by a link, without a mail about a change", async () => {
    const { token } = await givenCustomerSession(server, { email });
    await server.as(token).run(requestEmailChange, { currentPassword: password, email });
    const received = await mail.nextTo(email);
    const { customerEmailChangeConfirm } = await nobody().run(confirmEmailChange, { token: received.token });
    expect(customerEmailChangeConfirm.viewer?.customer?.emailVerifiedAt).not.toBeNull();
    await noMail();
  });

  it("learns behind the link, not before, that another customer has the new email", async () => {
    const { token } = await givenCustomerSession(server, { email });
    await givenCustomer(server, { email: "eva@example.com", password });
    const request = { currentPassword: password, email: "eva@example.com" };
    const { customerEmailChangeRequest } = await server.as(token).run(requestEmailChange, request);
    expect(customerEmailChangeRequest).toEqual({ accepted: true, userErrors: [] });
    const received = await mail.nextTo("eva@example.com");
    const { customerEmailChangeConfirm } = await nobody().run(confirmEmailChange, { token: received.token });
    expect(customerEmailChangeConfirm).toMatchObject({
      token: null,
      userErrors: [{ code: "EMAIL_TAKEN", path: ["token"], existingId: null }],
    });
  });

  it.each([
    ["an email", { email: "new@example.com" }, "customerEmailChangeRequest"],
    ["no email", { email: null, firstName: "Ada" }, "customerEmailChangeRequest"],
    ["a password", { password: newPassword }, "customerPasswordChange"],
  ])("cannot update themselves with %s", async (_what, input, mutation) => {
    const { customer, token } = await givenCustomerSession(server, { email });
    const query =
      "mutation ($id: ID!, $input: CustomerUpdateInput!) { customerUpdate(id: $id, input: $input) { customer { id } } }";
    const { status, errors } = await server.as(token).ask(query, { id: customer.id, input });
    expect([status, errors?.[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
    expect(errors?.[0]?.message).toContain(mutation);
    const same = await server.as(token).ask(query, { id: customer.id, input: { email: " ADA@example.com " } });
    expect(same.errors).toBeUndefined();
    expect(await tokenOfLogin(server, email, password)).not.toBeNull();
  });

  it("has no proven email after staff has changed it", async () => {
    await prisma().customer.create({
      data: { id: "cus_1", email, hasAccount: true, emailVerifiedAt: new Date() },
    });
    await update(server, "cus_1", { firstName: "Ada", email });
    expect((await prisma().customer.findUnique({ where: { id: "cus_1" } }))?.emailVerifiedAt).not.toBeNull();
    await update(server, "cus_1", { email: "new@example.com" });
    expect((await prisma().customer.findUnique({ where: { id: "cus_1" } }))?.emailVerifiedAt).toBeNull();
  });

  it("cannot sign up if the operator does not allow it", async () => {
    const { as } = await server.another({ selfRegistration: false });
    for (const query of [
      'mutation { customerRegister(input: {email: "ada@example.com"}) { accepted } }',
      `mutation { customerRegisterConfirm(token: "any", password: "${password}") { token } }`,
    ]) {
      const { status, errors } = await as(null).ask(query);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
      expect(errors?.[0]?.message).toContain("SELF_REGISTRATION");
    }
  });

  it("changes their password also on a server without mail, which refuses to send links", async () => {
    const { token } = await givenCustomerSession(server, { email });
    const withoutMail = await server.another({ selfRegistration: true });
    for (const request of [
      'customerRegister(input: {email: "ada@example.com"})',
      'customerPasswordResetRequest(email: "ada@example.com")',
      `customerEmailChangeRequest(currentPassword: "${password}", email: "new@example.com")`,
    ]) {
      const { errors } = await withoutMail.as(token).ask(`mutation { ${request} { accepted } }`);
      expect(errors?.[0]?.extensions?.code).toBe("SERVICE_UNAVAILABLE");
    }
    const change = { currentPassword: password, newPassword };
    const { customerPasswordChange } = await withoutMail.as(token).run(changePassword, change);
    expect(await customerOf(server, customerPasswordChange.token)).not.toBe("UNAUTHENTICATED");
  });

  it.each(["plain", "a b@example.com", "@example.com", ""])(
    "cannot request mails for the invalid email %j",
    async (bad) => {
      const codes = bad === "" ? ["BLANK"] : ["INVALID_EMAIL"];
      const registered = (await nobody().run(register, { input: { email: bad } })).customerRegister;
      expect([registered.accepted, registered.userErrors.map(({ code }) => code)]).toEqual([false, codes]);
      expect(registered.userErrors[0]?.path).toEqual(["input", "email"]);
      const reset = (await nobody().run(requestReset, { email: bad })).customerPasswordResetRequest;
      expect([reset.accepted, reset.userErrors.map(({ code }) => code)]).toEqual([false, codes]);
    },
  );

  it("gets at most 3 mails of a kind at once, and the same responses as before", async () => {
    await givenCustomerSession(server, { email });
    for (let time = 1; time <= 8; time += 1) {
      const { customerPasswordResetRequest } = await nobody().run(requestReset, { email });
      expect(customerPasswordResetRequest).toEqual({ accepted: true, userErrors: [] });
    }
    const mails = await mail.allSent(server.testDatabase.database);
    expect(mails).toHaveLength(3);
    // They may arrive in another order.
    const results = [];
    for (const { token } of mails) {
      const { customerPasswordReset } = await nobody().run(resetPassword, { token, password: newPassword });
      results.push(customerPasswordReset.userErrors[0]?.code ?? "in");
    }
    expect(results.toSorted()).toEqual(["INVALID_TOKEN", "INVALID_TOKEN", "in"]);
  });

  it("who has signed up and asked for several links still gets one to a new password, and one to a new email", async () => {
    for (let time = 1; time <= 8; time += 1) {
      expect((await nobody().run(register, { input: { email } })).customerRegister.accepted).toBe(true);
    }
    expect(await mail.allSent(server.testDatabase.database)).toHaveLength(3);
    mail.received.length = 0;
    const { token } = await givenCustomerSession(server, { email });
    await nobody().run(requestReset, { email });
    expect((await mail.nextTo(email)).link).toContain("/account/reset?");
    await server.as(token).run(requestEmailChange, { currentPassword: password, email });
    expect((await mail.nextTo(email)).link).toContain("/account/confirm-email?");
    await noMail();
  });
});
