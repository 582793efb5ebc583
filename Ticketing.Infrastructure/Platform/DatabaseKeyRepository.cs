using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Platform;

/// <summary>
/// Keeps ASP.NET Core's data protection keys in PostgreSQL, so that a cookie or a circuit's descriptor made by one instance
/// is good at every other. (The package that does this is not in the index builds use; see docs/decisions/0001-stand-ins.md.)
/// </summary>
internal sealed class DatabaseKeyRepository(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.DataProtectionKeys.AsNoTracking().OrderBy(key => key.CreatedAt).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.DataProtectionKeys.Add(new DataProtectionKey
        {
            Id = Guid.CreateVersion7(),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = time.GetUtcNow(),
        });
        context.SaveChanges();
    }
}

internal sealed class UseDatabaseKeys(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = new DatabaseKeyRepository(contexts, time);
}
