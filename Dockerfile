# The newest LTS version. Any version from 20.19 on works.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs its install script (docs/dependencies.md).
# The second command removes optional peer packages that the server does not load (docs/dependencies.md).
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force \
  && node -p "Object.entries(require('./package-lock.json').packages).filter(([, { devOptional }]) => devOptional).map(([path]) => path).join('\n')" \
  | xargs rm -rf

FROM packages AS build
RUN npm ci --ignore-scripts
COPY prisma.config.ts schema.graphql tsconfig.json tsconfig.build.json ./
COPY prisma prisma
COPY src src
RUN npm run build && rm dist/.tsbuildinfo

FROM node:${NODE_VERSION}-bookworm-slim
WORKDIR /app
# The folder of the embedded database, which is used without DATABASE_URL, and one for FILES_DIR.
RUN install --directory --owner=node --group=node /data /files
VOLUME /data
COPY package.json ./
COPY prisma/migrations prisma/migrations
COPY src/mail/templates src/mail/templates
COPY src/web/account-pages/files src/web/account-pages/files
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
EXPOSE 4000
# The image has no curl. The check does not use /readyz, because a restart of the server would not bring the database back.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
