import { givenAddress } from "../address/address.steps.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { logInCustomer } from "../login/login.operations.js";
import { givenOrder } from "../order/order.steps.js";
import type { TestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import { eraseCustomer } from "./personal-data.operations.js";

export const email = "zoe.quill@example.com";

/** Values of a person that occur nowhere else. */
export const personalTexts = [
  email,
  "former.quill@example.com",
  "Zoefirst",
  "Quillast",
  "Quillworks Ltd",
  "5550134567",
  "quill-metadata",
  "quill-4711",
  "Quillhome",
  "Quill Street 7",
  "Quillcity",
  "Quillprovince",
  "Q-99",
  "quill-address-metadata",
  "quill-order-metadata",
  "QuillBrowser",
];

export async function erase(server: TestServer, id: string) {
  return (await server.run(eraseCustomer, { id })).customerErase;
}

/** Creates a registered customer with data in every table that has data of customers. */
export async function givenPerson(server: TestServer) {
  const { prisma } = server.testDatabase.database;
  const group = await givenGroup(server, "Wholesale");
  const { id } = await givenCustomer(server, {
    email: "former.quill@example.com",
    firstName: "Zoefirst",
    lastName: "Quillast",
    companyName: "Quillworks Ltd",
    phone: "5550134567",
    metadata: { note: "quill-metadata" },
    groupIds: [group.id],
  });
  await update(server, id, { email, password });
  await prisma.customer.update({ where: { id }, data: { externalIds: [{ system: "erp", value: "quill-4711" }] } });
  const values = {
    addressName: "Quillhome",
    company: "Quillworks Ltd",
    firstName: "Zoefirst",
    lastName: "Quillast",
    address1: "Quill Street 7",
    city: "Quillcity",
    province: "Quillprovince",
    postalCode: "Q-99",
    phone: "5550134567",
    metadata: { note: "quill-address-metadata" },
  };
  const address = await givenAddress(server, id, values);
  const metadata = { note: "quill-order-metadata" };
  const order = await givenOrder(server, { id: "order_own", customerId: id, email, metadata });
  await givenOrder(server, { id: "order_guest", email, metadata });
  const expiresAt = new Date("2099-01-01T00:00:00Z");
  await prisma.session.create({
    data: { id: "ses_quill", customerId: id, userAgent: "QuillBrowser", expiresAt },
  });
  const link = { email, expiresAt, details: { email: "former.quill@example.com" } };
  await prisma.linkToken.createMany({
    data: [
      { ...link, hash: Buffer.alloc(32, 1), purpose: "customer-email-change", subject: id, customerId: id },
      { ...link, hash: Buffer.alloc(32, 2), purpose: "customer-register", subject: email },
    ],
  });
  for (const [index, recipient] of [email, "former.quill@example.com"].entries()) {
    const content = Buffer.from(`To ${email}`);
    await prisma.outgoingMail.create({ data: { id: `mail_${index}`, template: "any", recipient, content } });
  }
  await server.as(null).run(logInCustomer, { email, password: "wrong password" });
  return { id, group, address, order };
}

/** Creates a guest with the email of the person, and a deleted one. */
export async function givenSameEmail(server: TestServer) {
  const deleted = await givenCustomer(server, { email, firstName: "Zoefirst" });
  await remove(server, deleted.id);
  const guest = await givenCustomer(server, { email, lastName: "Quillast" });
  return { guest, deleted };
}
