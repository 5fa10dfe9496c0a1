package server

import (
	"os"
	"os/exec"
	"testing"
)

// TestAudits runs the graphql-http audit suite (audit/run.mjs) against the test schema, where npm has installed it.
func TestAudits(t *testing.T) {
	if _, err := os.Stat("audit/node_modules/graphql-http"); err != nil {
		t.Skip("the audit suite is not installed: run npm ci in internal/server/audit")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	r := start(t, nil)
	command := exec.CommandContext(t.Context(), node, "run.mjs")
	command.Dir = "audit"
	command.Env = append(os.Environ(), "HANDLEDESK_URL="+r.url+graphqlPath)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, output)
	}
	t.Logf("%s", output)
}
