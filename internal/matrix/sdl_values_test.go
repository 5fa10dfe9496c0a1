package matrix

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gql "github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/registrar"
)

// constants reads the typed string constants of a package from its source: values by type. So that a constant which no
// list mentions is found too.
func constants(t *testing.T, folder string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source in %s: %v", folder, err)
	}
	values := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range parsed.Decls {
			collect(t, declaration, values)
		}
	}
	return values
}

func collect(t *testing.T, declaration ast.Decl, into map[string][]string) {
	t.Helper()
	general, is := declaration.(*ast.GenDecl)
	if !is || general.Tok != token.CONST {
		return
	}
	for _, spec := range general.Specs {
		value, is := spec.(*ast.ValueSpec)
		if !is || value.Type == nil {
			continue
		}
		typeName, is := value.Type.(*ast.Ident)
		literal, isLiteral := value.Values[0].(*ast.BasicLit)
		if !is || !isLiteral || literal.Kind != token.STRING {
			continue
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		into[typeName.Name] = append(into[typeName.Name], text)
	}
}

// enumValues are the values of an enum of the schema, sorted.
func enumValues(name string) []string {
	var values []string
	for _, value := range schema.Types[name].EnumValues {
		values = append(values, value.Name)
	}
	slices.Sort(values)
	return values
}

func sorted[T ~string](values ...T) []string {
	texts := map[string]bool{}
	for _, value := range values {
		texts[string(value)] = true
	}
	return slices.Sorted(maps.Keys(texts))
}

func TestEnumsAreTheConstants(t *testing.T) {
	rules, useCases := constants(t, "../registrar"), constants(t, "../service")
	bound := map[string][]string{
		"HandleKind": rules["Kind"], "Rights": rules["Rights"], "Origin": rules["Origin"],
		"ReachabilityState": rules["ReachState"], "ContactRole": rules["Role"], "HoldReason": rules["HoldReason"],
		"EventAction": rules["EventAction"], "ActorKind": rules["ActorKind"], "Scope": rules["Scope"],
		"KeyRole": rules["KeyRole"], "Grant": rules["Grant"], "OnDuplicate": useCases["OnDuplicate"],
		"MailKind": rules["MailKind"], "MailReason": rules["MailReason"], "MailState": rules["MailState"],
		"EvidenceKind":          rules["EvidenceKind"],
		"WebhookDisabledReason": rules["EndpointEnd"], "WebhookDeliveryState": rules["DeliveryState"], "WebhookFailure": rules["DeliveryFailure"],
		"DomainStatus": sorted(registrar.StatusSet(^0).Names()...),
		"HandleStatus": sorted(slices.Concat(registrar.HandleStatuses(true, true, true), registrar.HandleStatuses(false, false, false))...),
		// Domains are released without the owner, who stays, and without BILLING, which always goes to the owner.
		"ReplaceableRole": sorted(registrar.Admin, registrar.Tech),
		// The schema's own words, which no rule reads.
		"OrderDirection":   {"ASC", "DESC"},
		"HandleOrderField": {"CODE", "CREATED_AT", "NAME", "UPDATED_AT"},
		"DomainOrderField": {"DUE_AT", "EXPIRES_AT", "NAME", "REGISTERED_AT"},
		"EventOrderField":  {"AT"},
		// See TestCodesAreTheConstants.
		"UserErrorCode": enumValues("UserErrorCode"), "WarningCode": enumValues("WarningCode"),
	}
	for name, definition := range schema.Types {
		if definition.Kind != gql.Enum || definition.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		if got, want := enumValues(name), sorted(bound[name]...); !slices.Equal(got, want) {
			t.Errorf("enum %s has %v, the constants are %v", name, got, want)
		}
	}
}

// TestValuesListEveryConstant: what ent stores is what there is.
func TestValuesListEveryConstant(t *testing.T) {
	rules := constants(t, "../registrar")
	for typeName, listed := range map[string][]string{
		"Kind": registrar.Kind("").Values(), "Rights": registrar.Rights("").Values(), "Origin": registrar.Origin("").Values(),
		"ReachState": registrar.ReachState("").Values(), "HoldReason": registrar.HoldReason("").Values(),
		"KeyRole": registrar.KeyRole("").Values(), "ActorKind": registrar.ActorKind("").Values(),
		"MailKind": registrar.MailKind("").Values(), "MailReason": registrar.MailReason("").Values(),
		"MailState": registrar.MailState("").Values(), "EvidenceKind": registrar.EvidenceKind("").Values(),
		"TimerKind":   registrar.TimerKind("").Values(),
		"EndpointEnd": registrar.EndpointEnd("").Values(), "DeliveryState": registrar.DeliveryState("").Values(),
		"DeliveryFailure": registrar.DeliveryFailure("").Values(),
		"Role":            sorted(registrar.Roles...), "Scope": sorted(registrar.Scopes...),
	} {
		if got, want := sorted(listed...), sorted(rules[typeName]...); !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s lists %v, the constants are %v", typeName, got, want)
		}
	}
}

// TestCodesAreTheConstants: each code is a refusal, a warning or a top-level error, and exactly one of the three.
func TestCodesAreTheConstants(t *testing.T) {
	var refusals []string
	warnings := enumValues("WarningCode")
	for _, code := range constants(t, "../registrar")["Code"] {
		if !registrar.Code(code).TopLevel() && !slices.Contains(warnings, code) {
			refusals = append(refusals, code)
		}
	}
	if got, want := enumValues("UserErrorCode"), sorted(refusals...); !slices.Equal(got, want) {
		t.Errorf("UserErrorCode has %v, the constants are %v", got, want)
	}
	for _, code := range slices.Concat(warnings, enumValues("UserErrorCode")) {
		if registrar.Code(code).TopLevel() {
			t.Errorf("%s is a code of top-level errors", code)
		}
		if !slices.Contains(constants(t, "../registrar")["Code"], code) {
			t.Errorf("%s is no constant", code)
		}
	}
}
