"""Invoices of our own making in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SHUDIAN = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>26312000002160569446</EIid><InherentLabel><InIssuType><LabelCode>{issue}</LabelCode></InIssuType>
<GeneralOrSpecialVAT><LabelCode>01</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91310000MA1K35XX1A</SellerIdNum><SellerName>甲方贸易有限公司</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>91310000100000001X</BuyerIdNum><BuyerName>蓝天机械有限公司</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>
<TotalTax-includedAmount>{gross}</TotalTax-includedAmount>
<TotalTax-includedAmountInChinese>{words}</TotalTax-includedAmountInChinese>
<RequestTime>2026-02-09 23:59:59</RequestTime></BasicInformation>
<IssuItemInformation><ItemName>*通用设备*水泵</ItemName><SpecMod>SB-40</SpecMod><MeaUnits>台</MeaUnits><Quantity>10</Quantity>
<UnPrice>100</UnPrice><Amount>{net}</Amount><TaxRate>0.13</TaxRate><ComTaxAm>{tax}</ComTaxAm></IssuItemInformation>
<AdditionalInformation><Remark>{remark}</Remark></AdditionalInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>2026-02-10</IssueTime></TaxSupervisionInfo></EInvoice>"""

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>R-7</cbc:ID><cbc:IssueDate>2026-02-10</cbc:IssueDate>
<cbc:DueDate>2026-03-12</cbc:DueDate><cbc:Note>Order 5</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:ContractDocumentReference><cbc:ID>V-9</cbc:ID></cac:ContractDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Us GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>
<cac:PartyName><cbc:Name>Buyer AG</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">10.00</cbc:Amount></cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">17.10</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount>90.00</cbc:TaxableAmount>
<cbc:TaxAmount>17.10</cbc:TaxAmount><cac:TaxCategory><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>90.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount>107.10</cbc:TaxInclusiveAmount><cbc:PayableAmount>107.10</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:{line}><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="C62">4</cbc:{quantity}><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Pump</cbc:Name><cac:SellersItemIdentification><cbc:ID>P-1</cbc:ID></cac:SellersItemIdentification>
<cac:ClassifiedTaxCategory><cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount>25.00</cbc:PriceAmount></cac:Price></cac:{line}></{root}>"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>F-8</ram:ID><ram:TypeCode>{kind}</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20260210</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:SpecifiedTradeProduct><ram:SellerAssignedID>P-1</ram:SellerAssignedID><ram:Name>Pompe</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>50.00</ram:ChargeAmount></ram:NetPriceProductTradePrice>
</ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:RateApplicablePercent>20.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Nous SA</ram:Name><ram:SpecifiedTaxRegistration>
<ram:ID schemeID="VA">FR11</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Acheteur SA</ram:Name>
</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">20260312</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">20.00</ram:TaxTotalAmount>
<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-1</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""

OFD_HEAD = """<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1"><ofd:DocBody>
<ofd:DocInfo><ofd:CustomDatas>{data}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"""
OFD_PAGE = """<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{objects}
</ofd:Layer></ofd:Content></ofd:Page>"""
OFD_TAGS = """<?xml version="1.0" encoding="UTF-8"?><fp:eInvoice xmlns:fp="http://www.edrm.org.cn/fp" xmlns:ofd="http://www.ofdspec.org/2016">
{tags}</fp:eInvoice>"""


def shudian(**said: str) -> bytes:
    """A 数电票 XML."""
    values = {
        "issue": "Y",
        "net": "1000.00",
        "tax": "130.00",
        "gross": "1130.00",
        "words": "壹仟壹佰叁拾圆整",
        "remark": "合同编号：HT-2026-01",
        "number": "26312000002160569446",
    }
    return SHUDIAN.format(**{**values, **said}).encode()


def ubl(*, is_credit: bool = False) -> bytes:
    """A UBL document."""
    root = "CreditNote" if is_credit else "Invoice"
    quantity = "CreditedQuantity" if is_credit else "InvoicedQuantity"
    return UBL.format(root=root, line=f"{root}Line", quantity=quantity).encode()


def ofd(entries: Mapping[str, str | bytes], data: dict[str, str] | None = None) -> bytes:
    """An OFD with these entries and named data."""
    named = "".join(f'<ofd:CustomData Name="{name}">{value}</ofd:CustomData>' for name, value in (data or {}).items())
    return zipped({"OFD.xml": OFD_HEAD.format(data=named), **entries})


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip of these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def text_object(pk: int, x: int, y: int, text: str) -> str:
    """A text object of an OFD page."""
    return f'<ofd:TextObject ID="{pk}" Boundary="{x} {y} 50 5"><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>'


def pdf(*, attached: bytes | None = None, name: str = "factur-x.xml") -> bytes:
    """A PDF with an attached XML."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if attached is not None:
        writer.add_attachment(name, attached)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()
