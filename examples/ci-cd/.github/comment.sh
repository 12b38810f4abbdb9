#!/usr/bin/env bash
# Comments on a pull request with the text of a file. Updates the job's former comment, which begins with the file's first line.
set -euo pipefail
number=$1
file=$2
MARKER=$(head -n 1 "$file")
export MARKER
# Only the job's own comments, because other users may write the marker, too.
id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id' | sed -n 1p)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$file"
else
  gh pr comment "$number" --body-file "$file"
fi
