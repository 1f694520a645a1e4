// Sends a mail to the SMTP server in the argument. A process of its own, because NODE_EXTRA_CA_CERTS is read when it starts.
import { smtpTransport } from "../../src/mail/smtp-transport.js";

const from = { name: "The Shop", address: "shop@example.com" };
const mail = {
  id: "mail_1",
  createdAt: new Date(),
  to: "ada@example.com",
  subject: "Choose a new password",
  text: "Open https://shop.example.com/reset?token=the-token",
  html: "<p>Open it</p>",
};
const server = JSON.parse(process.argv[2] ?? "");
await smtpTransport(server, from).send(mail, new AbortController().signal);
