package wallexplatform

import (
	"encoding/json"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

var errBeneficiaryNotFound = refusal.New("beneficiary_non_existent", "There is no such beneficiary")

type beneficiary struct {
	owned
	beneficiaries.Beneficiary
}

// CreateBeneficiary adds a beneficiary that meets the requirements of its corridor.
func (p *Platform) CreateBeneficiary(call Call, in beneficiaries.CreateBeneficiaryRequest) (beneficiaries.Beneficiary, error) {
	nameBank(&in.BankAccount)
	if err := checkBeneficiary(in); err != nil {
		return beneficiaries.Beneficiary{}, err
	}
	b := &beneficiary{owned: owned{uuid.New(), call.Scope, call.Now}}
	// the answer has the fields of the request under the same names
	written, err := json.Marshal(in)
	if err != nil {
		return beneficiaries.Beneficiary{}, err
	}
	if err := json.Unmarshal(written, &b.Beneficiary); err != nil {
		return beneficiaries.Beneficiary{}, err
	}
	b.BeneficiaryID, b.Type = b.id, "bank"
	if b.Nickname == "" {
		b.Nickname = fullName(in) + " - " + b.BankAccount.BankName + " - " + b.BankAccount.AccountNumber
	}
	p.beneficiaries.add(b)
	return b.Beneficiary, nil
}

// nameBank takes the name of a bank from its BIC where it is left out, as documented.
func nameBank(account *beneficiaries.CreateBeneficiaryBankAccount) {
	if known, ok := findBank(account.BICSwift); ok && account.BankName == "" {
		account.BankName = known.name
	}
}

// fullName is the company's or the person's.
func fullName(in beneficiaries.CreateBeneficiaryRequest) string {
	if in.CompanyName != "" {
		return in.CompanyName
	}
	return in.FirstName + " " + in.LastName
}

// FindBeneficiaries answers with all beneficiaries, newest first.
func (p *Platform) FindBeneficiaries(call Call, in beneficiaries.FindBeneficiariesRequest) (Page[beneficiaries.Beneficiary], error) {
	all := p.beneficiaries.newestFirst(call, func(*beneficiary) bool { return true })
	return paginate(all, in.Pagination, func(b *beneficiary) beneficiaries.Beneficiary { return b.Beneficiary }), nil
}

// RetrieveBeneficiary answers with one beneficiary.
func (p *Platform) RetrieveBeneficiary(call Call, _ struct{}) (beneficiaries.Beneficiary, error) {
	b, ok := p.beneficiaries.find(call.Scope, call.Path["beneficiaryId"])
	if !ok {
		return beneficiaries.Beneficiary{}, errBeneficiaryNotFound
	}
	return b.Beneficiary, nil
}

// DeleteBeneficiary removes a beneficiary. Payments to it that are not funded yet cannot be funded any longer.
func (p *Platform) DeleteBeneficiary(call Call, _ struct{}) (beneficiaries.Beneficiary, error) {
	b, ok := p.beneficiaries.find(call.Scope, call.Path["beneficiaryId"])
	if !ok {
		return beneficiaries.Beneficiary{}, errBeneficiaryNotFound
	}
	p.beneficiaries.remove(b)
	return b.Beneficiary, nil
}
