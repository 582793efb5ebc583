using System.Net;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Webhooks;

/// <summary>Settings under <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Networks (CIDR) that webhooks are sent to although they are not of the public internet, for receivers inside the installation. Every
    /// owner of an organization can then reach all their hosts at the ports of https. Empty: none.
    /// </summary>
    public IList<string> AllowedNetworks { get; init; } = [];
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var wrong = options.AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => $"Webhooks:AllowedNetworks contains '{network}', which is not a network like 10.0.0.0/8.").ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
