using LabQueue.Web.Frame;

namespace LabQueue.Web.Tests;

/// <summary>Where a page leads back to: never off its site, whatever a request says.</summary>
public sealed class SiteAddressTests
{
    [Theory]
    [InlineData("/senaite/worksheets")]
    [InlineData("/senaite/queue_tasks?status=failed&sort=-created")]
    public void A_page_of_the_site_is_gone_back_to(string address) =>
        SiteAddress.Back("senaite", address).ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://elsewhere.example/senaite/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/senaite//elsewhere.example")]
    [InlineData("/senaite/\\elsewhere.example")]
    [InlineData("/other/worksheets")]
    [InlineData("/senaite/\r\nSet-Cookie: a=b")]
    [InlineData("javascript:alert(1)")]
    public void All_else_leads_to_the_sites_first_page(string? address) =>
        SiteAddress.Back("senaite", address).ShouldBe("/senaite/");
}
