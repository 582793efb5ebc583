using Microsoft.AspNetCore.DataProtection;
using Ticketing.Core.Webhooks;

namespace Ticketing.Infrastructure.Webhooks;

/// <summary>The endpoints' signing keys as they are stored: encrypted by data protection, like <c>shared_secrets</c>.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("webhook-secrets");

    /// <summary>A new key.</summary>
    /// <returns>The key as it is stored, and as people copy it.</returns>
    public (byte[] Stored, string Text) Create()
    {
        var key = WebhookSecret.NewKey();
        return (_protector.Protect(key), WebhookSecret.ToText(key));
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">The key that encrypted it is lost.</exception>
    public byte[] Read(byte[] stored) => _protector.Unprotect(stored);
}
