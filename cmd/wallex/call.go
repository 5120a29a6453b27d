package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// newCall returns the command that calls any operation of the specifications. The operations of a platform become
// commands only if the arguments name the platform: parsing its specifications takes time.
func newCall(files *spec.Files, platforms map[string]platform, args []string) *cobra.Command {
	var c connection
	cmd := &cobra.Command{
		Use:   "call PLATFORM OPERATION",
		Short: "Call any operation of any platform",
		Long: "Call any operation of any platform. The credentials come from the environment and from nowhere else;\n" +
			"wallex sandbox prints some to try with. What became of the call is in the exit code: wallex help exit-codes.",
		Example: "  wallex call wallex listCurrencyPairs\n" +
			"  wallex call wallex retrieve-balance --currency SGD --env demo\n" +
			"  wallex call wallex findSimplePayments --field status=completed --all\n" +
			"  wallex call wallex createBeneficiary --body @beneficiary.json",
	}
	c.flags(cmd)
	names, err := files.Platforms()
	if err != nil {
		cmd.RunE = func(*cobra.Command, []string) error { return err }
		return cmd
	}
	for _, name := range names {
		of := &cobra.Command{Use: name, Short: "Operations of the platform " + name}
		cmd.AddCommand(group(of))
		if slices.Contains(args, name) {
			addOperations(of, files, platforms[name], &c)
		}
	}
	return group(cmd)
}

// addOperations adds the operations of a platform to its command, by domain.
func addOperations(cmd *cobra.Command, files *spec.Files, p platform, c *connection) {
	operations, err := files.Platform(cmd.Name())
	if err != nil {
		cmd.RunE = func(*cobra.Command, []string) error { return err }
		return
	}
	for _, op := range operations {
		if !cmd.ContainsGroup(op.Spec) {
			cmd.AddGroup(&cobra.Group{ID: op.Spec, Title: domainTitle(files, op)})
		}
		cmd.AddCommand(newOperation(&call{op: op, files: files, platform: p, connection: c}))
	}
}

// domainTitle returns the name of an operation's domain and the first sentence about it.
func domainTitle(files *spec.Files, op *spec.Operation) string {
	title := strings.TrimSuffix(strings.TrimPrefix(op.Spec, op.Platform+"/"), path.Ext(op.Spec))
	if doc, err := files.Document(op.Spec); err == nil && doc.Info.Description != "" {
		about, _, _ := strings.Cut(doc.Info.Description, ". ")
		title += ": " + strings.TrimSuffix(about, ".")
	}
	return title
}

// call is one operation as a command.
type call struct {
	op         *spec.Operation
	files      *spec.Files
	platform   platform
	connection *connection

	body           body
	all            bool
	skipValidation bool
	parameters     map[string]string // values by name, for the advice after an error
}

// newOperation returns the command of one operation.
func newOperation(c *call) *cobra.Command {
	cmd := &cobra.Command{Use: c.op.ID, Short: headline(c.op), GroupID: c.op.Spec, Args: exactly(0), RunE: c.run}
	for _, flag := range parameterFlags(c.op) {
		flag.add(cmd)
		if flag.required() {
			cmd.Use += " --" + flag.flag + " " + flag.Name
		}
	}
	if alias := kebab(c.op.ID); alias != c.op.ID {
		cmd.Aliases = []string{alias}
	}
	if schema, _ := c.op.Request(); schema != nil {
		c.body.flags(cmd, schema.Value)
	}
	cmd.Flags().BoolVar(&c.skipValidation, "skip-validation", false, "send the request although it breaks the specification")
	if c.op.Pagination != nil {
		cmd.Flags().BoolVar(&c.all, "all", false, "print the entries of all pages, from the page asked for")
	}
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(cmd, c.op) })
	return cmd
}

func (c *call) run(cmd *cobra.Command, _ []string) error {
	in, err := input(cmd, c.op)
	if err != nil {
		return err
	}
	c.parameters = texts(cmd, c.op)
	schema, required := c.op.Request()
	var sent json.RawMessage
	if schema != nil {
		if sent, err = c.body.read(cmd, schema.Value, required); err != nil {
			return err
		}
		if sent != nil {
			in.Body(sent)
		}
	}
	if c.platform.connect == nil {
		return fmt.Errorf("there is no client of the platform %s yet", c.op.Platform)
	}
	opened, err := c.connection.open(cmd, c.platform)
	if err != nil {
		return err
	}
	defer opened.Close()
	var options []operation.Option
	if c.skipValidation {
		options = append(options, operation.WithoutRequestValidation())
	}
	return c.explain(c.send(cmd, opened.Caller(), in, options), sent)
}

// send makes the call and prints what it answers with.
func (c *call) send(cmd *cobra.Command, caller *operation.Caller, in *operation.Input, options []operation.Option) error {
	ctx, op, out := cmd.Context(), &c.op.Operation, newPrinter(cmd.OutOrStdout())
	switch payload := c.op.Payload(); {
	case payload == nil:
		return operation.None(ctx, caller, op, in, options...)
	case c.all:
		return out.list(operation.All[json.RawMessage](ctx, caller, op, in, options...))
	case op.Pagination != nil:
		page, err := operation.PageOf[json.RawMessage](ctx, caller, op, in, options...)
		if err != nil {
			return err
		}
		if page.Number < page.Pages {
			fmt.Fprintf(cmd.ErrOrStderr(), "page %d of %d, %d entries in all: --all prints them\n", page.Number, page.Pages, page.Total)
		}
		return out.list(each(page.Items))
	case payload.Value.Type.Is("array"):
		items, err := operation.Many[json.RawMessage](ctx, caller, op, in, options...)
		if err != nil {
			return err
		}
		return out.list(each(items))
	}
	value, err := operation.One[json.RawMessage](ctx, caller, op, in, options...)
	if err != nil {
		return err
	}
	return out.value(*value)
}
