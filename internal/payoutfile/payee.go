package payoutfile

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// workers is how many beneficiaries are asked for at once; the client keeps to its quota by itself.
const workers = 8

// payee is a beneficiary, as far as it can be paid.
type payee struct {
	currency string // of the account, "" where the platform does not say
	wrong    []string
}

// payees asks for each beneficiary of some rows.
func payees(ctx context.Context, client *wallex.Client, rows []Row) (map[string]*payee, error) {
	known := map[string]*payee{}
	corridors := &corridors{client: client, answers: map[corridor]func() (requirements, error){}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for _, row := range rows {
		id := row.Order.BeneficiaryID
		if known[id] != nil {
			continue
		}
		p := new(payee)
		known[id] = p
		group.Go(func() error {
			answer, err := client.V1.Beneficiaries.Retrieve(ctx, id, nil)
			switch {
			case unsuitable(err):
				p.wrong = []string{"is no beneficiary of yours"}
				return nil
			case err != nil:
				return err
			}
			p.currency = answer.BankAccount.Currency
			p.wrong, err = corridors.wrong(ctx, answer)
			return err
		})
	}
	return known, group.Wait()
}

// unsuitable reports whether an error is about what was asked for, and not about the call.
func unsuitable(err error) bool {
	return errors.Is(err, apierror.ErrNotFound) || errors.Is(err, apierror.ErrValidation)
}

type (
	corridor     = beneficiaries.RetrieveBeneficiaryRequirementsRequest
	requirements = []beneficiaries.BeneficiaryRequirements
)

// corridors asks for the requirements of each corridor once.
type corridors struct {
	client  *wallex.Client
	mu      sync.Mutex
	answers map[corridor]func() (requirements, error)
}

func (c *corridors) requirements(ctx context.Context, of corridor) (requirements, error) {
	c.mu.Lock()
	ask, ok := c.answers[of]
	if !ok {
		ask = sync.OnceValues(func() (requirements, error) { return c.client.V1.Beneficiaries.Requirements(ctx, of) })
		c.answers[of] = ask
	}
	c.mu.Unlock()
	return ask()
}

// wrong returns in what a beneficiary does not meet the requirements of its corridor. Fields that the answer leaves out
// count as met, since the documentation does not say which of them an answer has.
func (c *corridors) wrong(ctx context.Context, b *beneficiaries.Beneficiary) ([]string, error) {
	of := corridor{BankAccountCountry: b.BankAccount.Country, BeneficiaryCountry: b.Country, Currency: b.BankAccount.Currency}
	if of.BankAccountCountry == "" || of.BeneficiaryCountry == "" || of.Currency == "" || b.EntityType == "" {
		return nil, nil
	}
	all, err := c.requirements(ctx, of)
	switch {
	case unsuitable(err):
		return []string{"is in a corridor that the platform does not serve"}, nil
	case err != nil:
		return nil, err
	}
	request, shown, err := asRequest(b)
	if err != nil {
		return nil, err
	}
	known := make(requirements, len(all))
	for i, each := range all {
		known[i] = each
		known[i].AdditionalProperties = only(each.AdditionalProperties, shown.fields)
		known[i].BankAccount = only(each.BankAccount, shown.BankAccount)
		known[i].IntermediaryBank = only(each.IntermediaryBank, shown.IntermediaryBank)
	}
	var wrong []string
	if refused := apierror.Of(wallex.CheckBeneficiary(known, request)); refused != nil {
		for _, field := range refused.Fields {
			wrong = append(wrong, "does not meet the requirements: "+field.Name+" "+field.Message)
		}
	}
	return wrong, nil
}

// shown are the names of the fields that an answer has.
type shown struct {
	fields           map[string]json.RawMessage
	BankAccount      map[string]json.RawMessage `json:"bankAccount"`
	IntermediaryBank map[string]json.RawMessage `json:"intermediaryBank"`
}

// asRequest returns a beneficiary as the request that would create it: the fields have the same names.
func asRequest(b *beneficiaries.Beneficiary) (request beneficiaries.CreateBeneficiaryRequest, has shown, err error) {
	text, err := json.Marshal(b)
	if err == nil {
		err = errors.Join(json.Unmarshal(text, &request), json.Unmarshal(text, &has), json.Unmarshal(text, &has.fields))
	}
	return request, has, err
}

// only returns the rules for fields that there are.
func only[T any](rules map[string]T, fields map[string]json.RawMessage) map[string]T {
	rules = maps.Clone(rules)
	maps.DeleteFunc(rules, func(name string, _ T) bool { _, ok := fields[name]; return !ok })
	return rules
}
