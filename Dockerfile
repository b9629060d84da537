# The auth server alone, for use in front of a Hasura (HASURA_GRAPHQL_ENDPOINT). Needs no other service.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package here needs its install script: the native ones ship their binaries.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:20-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The embedded engine's database (a PostgreSQL in wasm) and the bundler are not used in front of a real Hasura.
RUN npm ci --ignore-scripts --omit=dev \
  && rm -rf node_modules/@electric-sql node_modules/esbuild node_modules/@esbuild \
  && npm cache clean --force

FROM node:20-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# The SDL and metadata of the Actions that the server answers.
COPY hasura hasura
# Mails and text messages; AUTH_EMAIL_TEMPLATES_PATH names a directory of your own that goes before.
COPY email-templates email-templates
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.AUTH_PORT || process.env.PORT || 4000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A smaller young generation of the heap: 10 MB less memory for 1 % more CPU (docs/performance.md).
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]
