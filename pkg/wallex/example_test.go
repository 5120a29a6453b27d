package wallex_test

import (
	"encoding/json"
	"fmt"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// A form is checked against the requirements of its corridor before anything is sent.
func ExampleCheckBeneficiary() {
	// What client.V1.Beneficiaries.Requirements answers for US dollars to Singapore.
	var requirements []beneficiaries.BeneficiaryRequirements
	err := json.Unmarshal([]byte(`[{
		"entityType": "company",
		"companyName": "^.{1,255}",
		"bankAccount": {"bicSwift": "^[0-9A-Z]{8}$|^[0-9A-Z]{11}$", "accountNumber": "^[0-9A-Z]{6,16}$"}
	}]`), &requirements)
	if err != nil {
		panic(err)
	}
	err = wallex.CheckBeneficiary(requirements, beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany,
		Country:    "SG",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "USD", BankAccountHolderName: "Wallex", AccountNumber: "12345678", BICSwift: "UOVB",
		},
	})
	for _, field := range apierror.Of(err).Fields {
		fmt.Println(field.Name, field.Message)
	}
	// Output:
	// bankAccount.bicSwift must match ^[0-9A-Z]{8}$|^[0-9A-Z]{11}$
	// companyName is required
}
