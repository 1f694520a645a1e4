import { givenApiKey } from "../api-key/api-key.steps.js";
import { logInUser } from "../login/login.operations.js";
import { givenUserSession } from "../login/login.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { useMailServer } from "../support/mail.js";
import { givenUser, password, update } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("staff, API keys and the own account in the admin app", () => {
  const mails = useMailServer();
  const app = useAdminApp(mails.serverOptions);
  const { open, openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;
  const scope = (label: string) => app.page.getByRole("checkbox", { name: label, exact: true });

  test("sends a mail to a member of staff who has forgotten the password", async () => {
    await givenUser(app.server, { email: "grace@example.com" });
    await open();
    await link("Forgot your password?").click();
    await seePage("Forgot your password?");
    await app.page.goBack();
    await seePage("Sign in");
    await app.page.goForward();
    await seePage("Forgot your password?");
    await app.page.getByLabel("Email").fill("grace@example.com");
    await expectAccessible();
    await screenshot("forgot-password");
    await button("Send the mail").click();
    await see("a mail is on its way");
    await expectAccessible();
    await mails.nextTo("grace@example.com");
    await button("Back to the sign-in").click();
    await seePage("Sign in");
  });

  test("invites somebody with scopes", async () => {
    await openSignedIn("/staff");
    await see("No members of staff yet");
    await link("Invite").click();
    await field("Email").fill("not an email");
    await button("Send the invitation").click();
    await app.page.locator('[aria-invalid="true"][data-path="email"]').waitFor();
    await field("Email").fill("ada@example.com");
    await scope("Read orders").check();
    await expectAccessible();
    await screenshot("staff-invite");
    await button("Send the invitation").click();
    await seePage("Staff");
    await see("The invitation is on its way.");
    await mails.nextTo("ada@example.com");
  });

  test("creates, changes and deletes a member of staff", async () => {
    // The API refuses to leave nobody who manages the staff.
    await givenUser(app.server, { email: "boss@example.com", scopes: ["USERS_MANAGE"] });
    await openSignedIn("/staff/new");
    await field("First name").fill("Grace");
    await field("Email").fill("grace@example.com");
    await field("New password").fill("short");
    await button("Create").click();
    await app.page.locator('[aria-invalid="true"][data-path="password"]').waitFor();
    await field("New password").fill(password);
    await button("Select all").click();
    await button("Create").click();
    await seePage("Staff");
    await see("2 members");
    await app.page.getByRole("cell", { name: "All", exact: true }).waitFor();
    await expectAccessible();
    await screenshot("staff");

    await link("Grace").click();
    await field("Last name").fill("Hopper");
    await button("Select none").click();
    await scope("Read orders").check();
    await expectAccessible();
    await button("Save").click();
    await link("Grace Hopper").waitFor();
    await app.page.getByRole("cell", { name: "Read orders" }).waitFor();
    await link("Grace Hopper").click();
    await button("Delete this member").click();
    await see("This cannot be undone.");
    await button("Delete").click();
    await see("1 member");
    await link("Grace Hopper").waitFor({ state: "detached" });
  });

  test("changes only what was changed of a member of staff", async () => {
    const { id } = await givenUser(app.server, { email: "grace@example.com", scopes: ["ORDERS_READ"] });
    await openSignedIn(`/staff/${id}`);
    await field("Last name").fill("Hopper");
    await update(app.server, id, { firstName: "Grace", scopes: ["REGIONS_WRITE"] });
    await button("Save").click();
    await link("Grace Hopper").waitFor();
    const user = await app.server.testDatabase.database.prisma.staffUser.findUniqueOrThrow({ where: { id } });
    expect(user).toMatchObject({ firstName: "Grace", lastName: "Hopper", scopes: ["REGIONS_WRITE"] });
  });

  test("gives no scopes that the viewer does not hold, and leaves those alone who may do more", async () => {
    const { id } = await givenUser(app.server, { email: "grace@example.com", scopes: ["CUSTOMERS_WRITE"] });
    const { secret } = await givenApiKey(app.server, ["USERS_MANAGE"]);
    await openSignedIn("/staff/new", secret);
    await see("You may not do this yourself.");
    expect(await scope("Manage members of staff").isEnabled()).toBe(true);
    expect(await scope("Manage API keys").isDisabled()).toBe(true);
    await openSignedIn(`/staff/${id}`, secret);
    await see("You cannot change this member of staff");
    expect(await button("Save").count()).toBe(0);
    await expectAccessible();
  });

  test("creates an API key whose secret is shown once, and revokes it", async () => {
    await openSignedIn("/api-keys");
    await see("In use here");
    await link("New API key").click();
    await field("Title").fill("ERP import");
    await scope("Read orders").check();
    await expectAccessible();
    await button("Create key").click();
    await see("Copy the secret now");
    const secret = await app.page.locator("pre").textContent();
    expect(secret).toMatch(/^sk_.{43}$/);
    await expectAccessible();
    await link("Done").click();
    await see("ERP import");
    expect(await app.page.content()).not.toContain(secret);
    await expectAccessible();
    await screenshot("api-keys");
    await button("Revoke ERP import").click();
    await see("lose access at once");
    await button("Revoke key").click();
    await see("Revoked");
    expect(await button("Revoke ERP import").count()).toBe(0);
  });

  test("changes the own password, and stays signed in", async () => {
    const { user, token } = await givenUserSession(app.server);
    await openSignedIn("/profile", token);
    await seePage("Your account");
    await expectAccessible();
    await screenshot("profile");
    await field("Present password").fill("a wrong password");
    await field("New password").fill("another good password");
    await button("Change password").click();
    await app.page.locator('[aria-invalid="true"][data-path="currentPassword"]').waitFor();
    await field("Present password").fill(password);
    await button("Change password").click();
    await see("The password was changed.");
    await app.page.reload();
    await seePage("Your account");
    const { login } = await app.server
      .as(null)
      .run(logInUser, { email: user.email, password: "another good password" });
    expect(login.token).toBeTruthy();
  });

  test("shows the own sessions, and ends them", async () => {
    const { user, token } = await givenUserSession(app.server);
    await app.server.as(null).run(logInUser, { email: user.email, password });
    await app.server.as(null).run(logInUser, { email: user.email, password });
    await usePhone();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn("/profile", token);
    await see("This one");
    const sessions = app.page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
    expect(await sessions.count()).toBe(3);
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("profile-phone");
    await sessions.getByRole("button").first().click();
    await app.until(async () => (await sessions.count()) === 2);
    await button("End all others").click();
    const question = app.page.getByRole("dialog", { name: "End all other sessions?" });
    await question.waitFor();
    await expectAccessible();
    await question.getByRole("button", { name: "End all others" }).click();
    await app.until(async () => (await sessions.count()) === 1);
  });

  test("is for members of staff only where it is about their account", async () => {
    await openSignedIn("/profile");
    await see("It is for members of staff.");
  });
});
