using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.App.Tickets.Pages;

/// <summary>
/// Mails the link to an order. The answer depends on the spelling of what was typed only, so that nobody learns here which orders and
/// addresses exist.
/// </summary>
public sealed partial class FindOrder(RequestOrderLinkHandler handler, NavigationManager navigation)
{
    private string? _numberError;
    private string? _emailError;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "sent")]
    public string? Sent { get; set; }

    /// <summary>Fills the field in.</summary>
    [SupplyParameterFromQuery(Name = "number")]
    public string? Number { get; set; }

    [SupplyParameterFromForm(FormName = "find")]
    public FindOrderForm Form { get; set; } = null!;

    protected override void OnInitialized() => Form ??= new();

    private async Task SendAsync()
    {
        var email = Form.Email?.Trim() ?? "";
        _numberError = OrderNumber.Parse(Form.Number) is null ? L["An order number looks like T-7K3M9Q2X. It is in our mails, below the date."].Value : null;
        _emailError = EmailAddress.IsValid(email) ? null : L["Enter an e-mail address like name@example.org."].Value;
        if (_numberError is not null || _emailError is not null)
        {
            return;
        }

        await handler.HandleAsync(new RequestOrderLink(Form.Number!, email), Http.RequestAborted);
        navigation.NavigateTo(AppUrls.FindOrderSent);
    }

    public sealed class FindOrderForm
    {
        public string? Number { get; set; }

        public string? Email { get; set; }
    }
}
