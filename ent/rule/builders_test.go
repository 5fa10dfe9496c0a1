package rule_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// entity is one type of the database with its generated client. All that a client can do is found by reflection, so
// that a new type, field or edge is tested from its first day.
type entity struct {
	name   string
	client reflect.Value
}

// entities lists the types by the clients that db.Client has.
func entities(client *db.Client) []entity {
	var all []entity
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.IsExported() && strings.HasSuffix(field.Type.String(), "Client") {
			all = append(all, entity{field.Name, v.Field(i)})
		}
	}
	return all
}

// call runs a method and splits its results into a value, if it gives one, and an error, if it gives one.
func call(on reflect.Value, method string, arguments ...any) (value reflect.Value, err error) {
	in := make([]reflect.Value, len(arguments))
	for i, argument := range arguments {
		in[i] = reflect.ValueOf(argument)
	}
	for _, out := range on.MethodByName(method).Call(in) {
		if out.Type() == reflect.TypeFor[error]() {
			err, _ = reflect.TypeAssert[error](out)
		} else {
			value = out
		}
	}
	return value, err
}

// chain runs a method that gives another builder.
func chain(on reflect.Value, method string, arguments ...any) reflect.Value {
	next, err := call(on, method, arguments...)
	if err != nil {
		panic(err) // builders give no errors
	}
	return next
}

// all reads every row that the context's viewer may see.
func (e entity) all(ctx context.Context) ([]any, error) {
	found, err := call(chain(e.client, "Query"), "All", ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]any, found.Len())
	for i := range rows {
		rows[i] = found.Index(i).Interface()
	}
	return rows, nil
}

// edges lists what can be followed from a row.
func (e entity) edges() []string {
	var all []string
	for i := range e.client.NumMethod() {
		edge, is := strings.CutPrefix(e.client.Type().Method(i).Name, "Query")
		if method := e.client.Method(i).Type(); is && method.NumIn() == 1 && method.In(0).Kind() == reflect.Pointer {
			all = append(all, edge)
		}
	}
	return all
}

// idOf is a row's id as a text; ids that are numbers are told apart by the type.
func idOf(row any) string {
	id := reflect.ValueOf(row).Elem().FieldByName("ID")
	if id.Kind() == reflect.String {
		return id.String()
	}
	return fmt.Sprintf("%T %v", row, id)
}

// setter is a method of a builder with values to call it with.
type setter struct {
	name   string
	values []reflect.Value
}

func (s setter) on(builder reflect.Value) reflect.Value {
	return builder.MethodByName(s.name).Call(s.values)[0]
}

// targets give the id for an edge or a pointer, by its name; nil when there is none.
type targets func(name string) any

// setters lists every way in which a builder can be told to write something, with values that name the targets.
func setters(builder reflect.Value, target targets) []setter {
	var all []setter
	for i := range builder.NumMethod() {
		name, method := builder.Type().Method(i).Name, builder.Method(i).Type()
		prefixes := []string{"Set", "Add", "Append", "Clear", "Remove"}
		at := slices.IndexFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
		if at < 0 || strings.HasPrefix(name, "SetNillable") || method.NumOut() != 1 || method.Out(0) != builder.Type() {
			continue
		}
		values, err := arguments(method, strings.TrimPrefix(name, prefixes[at]), target)
		if err == nil {
			all = append(all, setter{name, values})
		}
	}
	return all
}

// errTwin says that a method takes whole rows, for which there is a twin that takes their ids.
var errTwin = errors.New("takes rows")

func arguments(method reflect.Type, field string, target targets) ([]reflect.Value, error) {
	values := make([]reflect.Value, method.NumIn())
	for i := range values {
		in := method.In(i)
		if method.IsVariadic() {
			in = in.Elem()
		}
		switch id := target(strings.TrimSuffix(field, "s")); {
		case in.Kind() == reflect.Pointer && strings.HasPrefix(in.Elem().String(), "db."), in.Kind() == reflect.Func:
			return nil, errTwin
		case id != nil && reflect.TypeOf(id).ConvertibleTo(in):
			values[i] = reflect.ValueOf(id).Convert(in)
		default:
			values[i] = plausible(in)
		}
	}
	return values, nil
}

// plausible is a value that the database takes, whatever the field.
func plausible(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.String:
		v.SetString("stolen")
		if listed, is := reflect.TypeAssert[interface{ Values() []string }](v); is {
			v.SetString(slices.Max(listed.Values())) // not FULL, which is unique
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(registrar.Billing.Bit())) // a role that nobody has, and a number like any other
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, 1, 32))
		if t.Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(strings.Repeat("s", 32)))
		}
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
	}
	return v
}

// key turns an id of idOf into what the type's client takes.
func (e entity) key(id string) any {
	if e.client.MethodByName("DeleteOneID").Type().In(0).Kind() == reflect.Int {
		return number(id)
	}
	return id
}

// number is the numeric id in a text of idOf.
func number(id string) int {
	n := 0
	_, _ = fmt.Sscan(id[strings.LastIndex(id, " ")+1:], &n) // what is no number is 0, which is nobody's
	return n
}
