# Loaded by the engine at the first use of one of its commands, as on a real PowerShell.
@{
    ModuleVersion = '7.0.0.0'
    GUID = 'eefcb906-b326-4e99-9f54-8b4bb6ef3c6d'
    Author = 'PST Ferry'
    PowerShellVersion = '7.0'
    NestedModules = @('../../powershell-host.dll')
    FunctionsToExport = @()
    AliasesToExport = @()
    CmdletsToExport = @('Get-Content', 'Join-Path', 'Test-Path')
}
