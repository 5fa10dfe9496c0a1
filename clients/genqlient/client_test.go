package genqlient

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/Khan/genqlient/generate"
	"github.com/Khan/genqlient/graphql"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestGeneratedClientIsWhatTheSchemaGives fails when the schema or the operations changed after the client was generated.
func TestGeneratedClientIsWhatTheSchemaGives(t *testing.T) {
	config, err := generate.ReadAndValidateConfig("genqlient.yaml")
	if err != nil {
		t.Fatal(err)
	}
	generated, err := generate.Generate(config)
	if err != nil {
		t.Fatalf("the schema or operations.graphql does not suit genqlient any more: %v", err)
	}
	if len(generated) != 1 {
		t.Fatalf("genqlient made %d files instead of one", len(generated))
	}
	for file, want := range generated {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what genqlient makes now: run go generate ./clients/genqlient and commit it", file)
		}
	}
}

// signedIn sends a key with every request.
type signedIn struct{ key string }

// RoundTrip implements http.RoundTripper.
func (s signedIn) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+s.key)
	return http.DefaultTransport.RoundTrip(r)
}

// open starts the product with one reseller, and a client of genqlient's with the reseller's key.
func open(t *testing.T) (context.Context, graphql.Client) {
	t.Helper()
	w := apitest.New(t)
	_, key := w.Reseller("Lindenhof Domains")
	return t.Context(), graphql.NewClient(w.URL+"/graphql", &http.Client{Transport: signedIn{key}})
}

// person creates a handle. What the input leaves nil is left out of the request.
func person(ctx context.Context, t *testing.T, client graphql.Client, n int) *HandleRow {
	t.Helper()
	created, err := CreateHandle(ctx, client, &CreateHandleInput{
		Kind: HandleKindPerson, GivenName: "Ada", FamilyName: fmt.Sprintf("Weber %02d", n),
		Address: &AddressInput{Street: []string{"Hauptstraße 1"}, City: "Berlin", PostalCode: new("10115"), Country: "DE"},
		Email:   fmt.Sprintf("ada%02d@example.com", n), Phone: "+4930123456",
	})
	if err != nil {
		t.Fatal(err)
	}
	if refusals := created.CreateHandle.UserErrors; len(refusals) > 0 {
		t.Fatalf("refused: %s", refusals[0].GetMessage())
	}
	return created.CreateHandle.Handle
}

// register registers a domain for its owner, who is given by a @oneOf input.
func register(ctx context.Context, t *testing.T, client graphql.Client, name string, owner *HandleRow) *RegisterDomainRegisterDomainRegisterDomainPayloadDomain {
	t.Helper()
	registered, err := RegisterDomain(ctx, client, &RegisterDomainInput{
		Name: name, Years: 1, Owner: &ContactInput{HandleId: &owner.Id},
	})
	if err != nil {
		t.Fatal(err)
	}
	if refusals := registered.RegisterDomain.UserErrors; len(refusals) > 0 {
		t.Fatalf("refused: %s", refusals[0].GetMessage())
	}
	return registered.RegisterDomain.Domain
}

func TestListIsPagedToItsEnd(t *testing.T) {
	ctx, client := open(t)
	var want []string
	for n := range 12 {
		owner := person(ctx, t, client, n)
		want = append(want, owner.Id)
		for d := range n % 4 {
			register(ctx, t, client, fmt.Sprintf("ada%d-%d.com", n, d), owner)
		}
	}
	slices.Reverse(want) // newest first

	var got []string
	var domains, pages int
	filter := &HandleFilter{Kind: []HandleKind{HandleKindPerson}}
	for after := (*string)(nil); ; pages++ {
		if pages > 3 {
			t.Fatal("12 handles have more than 3 pages of 5")
		}
		page, err := HandlesPage(ctx, client, new(5), after, filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range page.Handles.Edges {
			got = append(got, edge.Node.Id)
			domains += edge.Node.Domains.TotalCount
			if most := min(2, edge.Node.Domains.TotalCount); len(edge.Node.Domains.Edges) != most {
				t.Errorf("%s came with %d domains, not %d", edge.Node.Code, len(edge.Node.Domains.Edges), most)
			}
		}
		if page.Handles.TotalCount != 12 {
			t.Errorf("totalCount is %d, not 12", page.Handles.TotalCount)
		}
		after = page.Handles.PageInfo.EndCursor
		if !page.Handles.PageInfo.HasNextPage {
			break
		}
	}
	if pages != 2 || !slices.Equal(got, want) {
		t.Errorf("after %d more pages: got %q, want %q", pages, got, want)
	}
	if domains != 18 {
		t.Errorf("the handles have %d domains, not 18", domains)
	}
}

func TestNodeIsFetchedAgainInItsType(t *testing.T) {
	ctx, client := open(t)
	owner := person(ctx, t, client, 1)
	domain := register(ctx, t, client, "bücher-ada.de", owner)

	again, err := Again(ctx, client, owner.Id)
	if err != nil {
		t.Fatal(err)
	}
	handle, ok := (*again.Node).(*AgainNodeHandle)
	if !ok || handle.Code != owner.Code || handle.Domains.TotalCount != 1 {
		t.Errorf("got %#v", *again.Node)
	}
	if again, err = Again(ctx, client, domain.Id); err != nil {
		t.Fatal(err)
	}
	named, ok := (*again.Node).(*AgainNodeDomain)
	if !ok || named.UnicodeName != "bücher-ada.de" || !named.ExpiresAt.Equal(apitest.Start.AddDate(1, 0, 0)) {
		t.Errorf("got %#v", *again.Node)
	}
	if again, err = Again(ctx, client, "hdl_00000000000000000000000000"); err != nil || again.Node != nil {
		t.Errorf("an id that nothing has gave %v, %v", again.Node, err)
	}
}

func TestRefusalCarriesWhatItsTypeCarries(t *testing.T) {
	ctx, client := open(t)
	owner := person(ctx, t, client, 1)
	register(ctx, t, client, "bücher-ada.de", owner)

	updated, err := UpdateHandle(ctx, client, &UpdateHandleInput{HandleId: owner.Id, ExpectedVersion: new(owner.Version + 1), Language: new("de")})
	if err != nil {
		t.Fatal(err)
	}
	conflict, ok := only(t, updated.UpdateHandle.UserErrors).(*RefusalConflictError)
	if !ok || conflict.Code != UserErrorCodeConflict || conflict.CurrentVersion != owner.Version {
		t.Errorf("got %#v", updated.UpdateHandle.UserErrors[0])
	}
	if updated.UpdateHandle.Handle != nil {
		t.Error("a refused mutation gave a handle")
	}

	deleted, err := DeleteHandle(ctx, client, &DeleteHandleInput{HandleId: owner.Id})
	if err != nil {
		t.Fatal(err)
	}
	linked, ok := only(t, deleted.DeleteHandle.UserErrors).(*RefusalHandleLinkedError)
	if !ok || len(linked.Domains) != 1 || linked.Domains[0].UnicodeName != "bücher-ada.de" || linked.HiddenCount != 0 {
		t.Errorf("got %#v", deleted.DeleteHandle.UserErrors[0])
	}

	deleted, err = DeleteHandle(ctx, client, &DeleteHandleInput{HandleId: "hdl_00000000000000000000000000"})
	if err != nil {
		t.Fatal(err)
	}
	plain, ok := only(t, deleted.DeleteHandle.UserErrors).(*RefusalBasicError)
	if !ok || plain.GetCode() != UserErrorCodeNotFound {
		t.Errorf("got %#v", deleted.DeleteHandle.UserErrors[0])
	}
}

func only(t *testing.T, refusals []Refusal) Refusal {
	t.Helper()
	if len(refusals) != 1 {
		t.Fatalf("got %d refusals instead of one", len(refusals))
	}
	return refusals[0]
}
