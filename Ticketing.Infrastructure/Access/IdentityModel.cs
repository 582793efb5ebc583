using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access;

/// <summary>The tables of ASP.NET Core Identity, configured by Identity's own context, so that upgrades apply.</summary>
internal sealed class IdentityModel : IModelPart
{
    public void Configure(ModelBuilder builder)
    {
        using var context = new SchemaContext();
        context.AddTo(builder);
    }

    /// <summary>Used for its model only, never connected.</summary>
    private sealed class SchemaContext() : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(Options)
    {
        private static readonly DbContextOptions<SchemaContext> Options = new DbContextOptionsBuilder<SchemaContext>()
            .UseNpgsql()
            .UseApplicationServiceProvider(
                new ServiceCollection().Configure<IdentityOptions>(AccessRegistration.UseSchema).BuildServiceProvider())
            .Options;

        public void AddTo(ModelBuilder builder) => OnModelCreating(builder);
    }
}
