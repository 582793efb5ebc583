using Microsoft.EntityFrameworkCore;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// A feature's part of the EF Core model that spans entities. Discovered by reflection, applied before the entity configurations, which
/// override it.
/// </summary>
internal interface IModelPart
{
    /// <summary>One instance of each implementation in this assembly. Implementations need a parameterless constructor.</summary>
    static IReadOnlyList<IModelPart> OfThisAssembly { get; } =
    [
        .. typeof(IModelPart).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IModelPart)))
            .Select(type => (IModelPart)Activator.CreateInstance(type)!),
    ];

    void ConfigureConventions(ModelConfigurationBuilder builder)
    {
    }

    void Configure(ModelBuilder builder)
    {
    }
}
