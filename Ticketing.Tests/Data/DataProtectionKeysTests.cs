using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

public sealed class DataProtectionKeysTests(TestServers servers)
{
    private const string Purpose = "cookie";

    // The table of the first migration. The application migrates it at start.
    private const string OldTable =
        """
        DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '2026112911_DataProtectionKeys';
        DROP TABLE data_protection_keys;
        CREATE TABLE data_protection_keys (
            id uuid NOT NULL,
            friendly_name varchar(200) NOT NULL,
            xml text NOT NULL,
            created_at timestamptz NOT NULL,
            CONSTRAINT pk_data_protection_keys PRIMARY KEY (id)
        );
        """;

    [Fact]
    public async Task Cookie_OfAKeyInTheOldTable_IsReadableAfterTheMigration()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await database.ExecuteAsync(OldTable);
        var (cookie, key) = ProtectByANewKey();
        await database.ExecuteAsync(
            "INSERT INTO data_protection_keys (id, friendly_name, xml, created_at) VALUES (gen_random_uuid(), 'old', $1, now())",
            key.ToString(SaveOptions.DisableFormatting));

        await using var app = await TestApp.StartAsync(database);
        var protector = app.Services.GetDataProtector(Purpose);

        Assert.Equal("who", protector.Unprotect(cookie));
        // New cookies use the same key: no second key was added.
        Assert.Equal("who", protector.Unprotect(protector.Protect("who")));
        Assert.Equal(["old"], await database.ListAsync<string>("SELECT friendly_name FROM data_protection_keys"));
    }

    [Fact]
    public async Task Key_OfOneInstance_IsUsedByTheNext()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var first = await TestApp.StartAsync(database);
        await using var second = await TestApp.StartAsync(database);

        Assert.Equal("who", second.Services.GetDataProtector(Purpose).Unprotect(first.Services.GetDataProtector(Purpose).Protect("who")));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
    }

    private static (string Cookie, XElement Key) ProtectByANewKey()
    {
        var keys = new CollectedKeys();
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("ticketing");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
        using var provider = services.BuildServiceProvider();
        return (provider.GetDataProtector(Purpose).Protect("who"), Assert.Single(keys.GetAllElements()));
    }

    private sealed class CollectedKeys : IXmlRepository
    {
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _elements];

        public void StoreElement(XElement element, string friendlyName) => _elements.Add(element);
    }
}
