package payoutfile_test

import (
	"fmt"
	"strings"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
)

func ExampleRead() {
	const header = "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"
	rows, err := payoutfile.Read(strings.NewReader(header +
		"invoice-7,B-1,USD,SGD,1250.50,GDDS,COMPANY_BANK_ACCOUNT\n" +
		"invoice-8,B-1,USD,SGD,-1,GDDS,COMPANY_BANK_ACCOUNT\n" +
		"invoice-7,B-1,USD,SGD,1e3,GDDS,COMPANY_BANK_ACCOUNT\n"))
	for _, row := range rows {
		fmt.Println(row.Order.Reference, row.Order.Amount, row.Fixed())
	}
	fmt.Println(err)
	// Output:
	// invoice-7 1250.50 SGD
	// nothing was paid, since 3 things are wrong with the file:
	//   line 3: amount must not be negative
	//   line 4: amount must be written in plain digits, such as 1250.50
	//   line 4: reference is the same as in line 2
}
