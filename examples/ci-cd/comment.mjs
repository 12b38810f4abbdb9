// Comments on a pull request of Azure DevOps with the text of a file. Updates the former comment, which begins with the file's first line.
import { readFileSync } from "node:fs";

const { env } = process;
const content = readFileSync(process.argv[2] ?? "", "utf8");
const [marker = ""] = content.split("\n");
const repository = `${env.SYSTEM_COLLECTIONURI}${env.SYSTEM_TEAMPROJECTID}/_apis/git/repositories/${env.BUILD_REPOSITORY_ID}`;
const threads = `${repository}/pullRequests/${env.SYSTEM_PULLREQUEST_PULLREQUESTID}/threads`;

async function ask(method, url, body) {
  const headers = { Authorization: `Bearer ${env.SYSTEM_ACCESSTOKEN}`, "Content-Type": "application/json" };
  const response = await fetch(`${url}?api-version=7.1`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

const { value = [] } = await ask("GET", threads);
const found = value.flatMap(({ id, comments = [] }) => comments.map((comment) => ({ thread: id, ...comment })));
const own = found.find(({ content: text, isDeleted }) => !isDeleted && text?.startsWith(marker));
if (own) await ask("PATCH", `${threads}/${own.thread}/comments/${own.id}`, { content });
else await ask("POST", threads, { comments: [{ parentCommentId: 0, commentType: 1, content }], status: "closed" });
